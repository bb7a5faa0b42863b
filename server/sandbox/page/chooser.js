/** Inside a phone of the sandbox the phone itself answers: its frame is called phone-USERID. */
const userid = /^phone-(.+)$/.exec(window.name)?.[1];
const link = [...document.querySelectorAll("a[data-userid]")].find((entry) => entry.dataset.userid === userid);
if (link) window.location.replace(link.href);
