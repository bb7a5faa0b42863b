import { NIGHT } from "../server/audit/seal.js";
import { SWEEP_JOB } from "../server/operations/health.js";
import type { Daily } from "../server/clockwork/service.js";
import type { Services } from "../server/compose.js";
import type { ExpectedJob } from "../server/operations/job-watch.js";

/** A job asks what is due by now, never what fell due this minute, and is safe to run twice. */
export interface Job extends ExpectedJob {
  /** true: in every process, since it looks after the process itself; else in one of them */
  everywhere?: true;
  run(services: Services): Promise<unknown>;
  /** of what has its hour of the day: when that is next, after one moment and not after the other, so that the adjustable clock stops there */
  hour?(services: Services, after: Date, until: Date): Date | null;
  /** what the adjustable clock runs instead, where `run` does not ask whether it is due */
  onTheWay?(services: Services): Promise<unknown>;
}

/** Every job, by name. Sending has its own worker; these sweep and tidy. */
export const JOBS: readonly Job[] = [
  { name: SWEEP_JOB, title: "时限巡检", schedule: "* * * * *", run: ({ ladder }) => ladder.climb() },
  { name: "review.refill", title: "补足空缺审核人", schedule: "* * * * *", run: ({ review }) => review.refill() },
  { name: "domains.rounds", title: "值班等按时刻进行的事项", schedule: "* * * * *", run: ({ rounds }) => rounds() },
  { name: "calendar.recount", title: "按更正后的日历重算时限", schedule: "* * * * *", run: ({ recount }) => recount.run() },
  { name: "callbacks.work-off", title: "补办未处理的点按", schedule: "* * * * *", run: ({ reception }) => reception.workOff() },
  { name: "messages.put-right", title: "系统时间校正后补发消息", schedule: "* * * * *", run: ({ dispatcher }) => dispatcher.putRight() },
  {
    name: "clock.adopt",
    title: "对齐演练时钟",
    schedule: "* * * * * *",
    everywhere: true,
    run: async ({ clockwork }) => clockwork?.adopt(),
  },
  { name: "program.presence", title: "进程报到", schedule: "* * * * *", everywhere: true, run: ({ presence }) => presence.beat() },
  { name: "program.watch", title: "运行自查", schedule: "* * * * *", run: ({ watchdog }) => watchdog.look() },
  { name: "program.heartbeat", title: "对外心跳", schedule: "* * * * *", run: ({ heartbeat }) => heartbeat.beat() },
  { name: "sessions.purge", title: "清理过期登录", schedule: "17 * * * *", run: ({ sessions }) => sessions.purge() },
  { name: "answers.purge", title: "清理旧的重复提交记录", schedule: "23 * * * *", run: ({ idempotency }) => idempotency.purge() },
  { name: "contacts.walk", title: "核对企业微信通讯录", schedule: "23 2-5 * * *", run: ({ contactsWalk }) => contactsWalk.nightly() },
  {
    name: "contacts.reach",
    title: "自查警报能否送达",
    schedule: "*/5 * * * *",
    run: ({ reachCheck }) => reachCheck.morning(),
    hour: ({ reachCheck }, after, until) => reachCheck.nextMoment(after, until),
  },
  { name: "contacts.contract-ends", title: "合同期满的人员离任", schedule: "3 * * * *", run: ({ people }) => people.endContracts() },
  { name: "leases.purge", title: "清理旧的任务占用", schedule: "41 3 * * *", run: ({ leases }) => leases.purge() },
  {
    name: "organisation.gaps",
    title: "提醒组织缺口",
    schedule: "4,14,24,34,44,54 * * * *",
    run: ({ gapNews }) => gapNews.tellDue(),
    hour: ({ gapNews }, after, until) => gapNews.nextMoment(after, until),
  },
  {
    name: "record.send-heads",
    title: "发送每日记录链头",
    schedule: "7,17,27,37,47,57 * * * *",
    run: ({ sentHeads }) => sentHeads.sendDue(),
    hour: ({ sentHeads }, after, until) => sentHeads.nextMoment(after, until),
  },
  { name: "photos.clear", title: "按保存期限清除打卡照片", schedule: "47 3 * * *", run: ({ photoClearing }) => photoClearing.run() },
  {
    name: "record.verify",
    title: "核对记录链",
    schedule: NIGHT.schedule,
    run: ({ seal }) => seal.checkByItself(),
    hour: ({ seal }, after, until) => seal.nextMoment(after, until),
    onTheWay: ({ seal }) => seal.checkDue(),
  },
];

/** The jobs that have their hour of the day, as the adjustable clock meets them on its way. */
export const dailiesOf = (services: Services, jobs: readonly Job[] = JOBS): Daily[] =>
  jobs
    .filter((job) => job.hour !== undefined)
    .map((job) => ({
      run: () => (job.onTheWay ?? job.run)(services),
      nextMoment: (after, until) => Promise.resolve(job.hour?.(services, after, until) ?? null),
    }));
