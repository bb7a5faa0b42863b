import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { launchBrowser, openPage, SCREENS, shoot, type OpenPage, type Screen } from "./browser.js";
import { startDesk, type RunningDesk } from "./running-desk.js";

/** A browser and a running desk of a suite's own, and the pages that its tests open. */
export class Stage {
  #browser: Browser | null = null;
  #desk: RunningDesk | null = null;
  readonly #opened: OpenPage[] = [];

  get desk(): RunningDesk {
    if (!this.#desk) throw new Error("the desk runs while the suite does");
    return this.#desk;
  }

  /** The page that was opened last. */
  get opened(): OpenPage {
    const last = this.#opened.at(-1);
    if (!last) throw new Error("no page is open");
    return last;
  }

  async start(): Promise<void> {
    this.#browser = await launchBrowser();
    this.#desk = await startDesk();
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    await this.#desk?.stop();
  }

  async open(address: string, screen: Screen, scheme: "light" | "dark" = "light"): Promise<OpenPage> {
    if (!this.#browser) throw new Error("the browser runs while the suite does");
    const page = await openPage(this.#browser, address, screen, scheme);
    this.#opened.push(page);
    return page;
  }

  /** Opens a page of the mini-app as somebody, chosen by name on the login page. */
  async enter(screen: Screen, name: string, path: string, scheme: "light" | "dark" = "light"): Promise<Page> {
    const { page } = await this.open(`${this.desk.app}/#${path}`, screen, scheme);
    await page.getByText(name).first().click();
    return page;
  }

  /** Closes every page and returns what went wrong on them. */
  async clear(): Promise<string[]> {
    const pages = this.#opened.splice(0);
    const wrong = pages.flatMap(({ problems }) => problems);
    for (const { context } of pages) await context.close();
    return wrong;
  }

  /** Keeps a picture of what the last page shows. */
  async keepFailure(title: string): Promise<void> {
    const last = this.#opened.at(-1);
    if (last) await shoot(last.page, `failed-${title.slice(0, 20)}`);
  }
}

/** Nothing is wider than the screen. */
export const fits = async (page: Page, screen: Screen): Promise<void> => {
  expect(await page.evaluate("document.documentElement.scrollWidth")).to.be.at.most(SCREENS[screen].viewport.width);
};

/** The stage of the suite in which this is called: after each test nothing may have gone wrong on its pages but what `mayComplain` matches. */
export const stageFor = (mayComplain = /401/): Stage => {
  const stage = new Stage();
  before(() => stage.start());
  after(() => stage.stop());
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await stage.keepFailure(this.currentTest.title);
    const problems = await stage.clear();
    expect(problems.filter((problem) => !mayComplain.test(problem))).to.deep.equal([]);
  });
  return stage;
};
