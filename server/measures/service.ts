import { Deadline } from "../../entities/deadline.js";
import type { ArticleView, MeasuresView } from "../http/contract.js";
import type { DutyRegister } from "../deadlines/register.js";
import type { Clock } from "../kernel/clock.js";
import { localIso } from "../kernel/local-time.js";
import type { UnitOfWork } from "../kernel/unit-of-work.js";
import { ARTICLES, articleText, CHAPTERS, DOCUMENT, type ArticleRule } from "../regulation/articles.js";
import { DOMAIN_NAMES } from "../regulation/offices.js";
import { readings } from "../regulation/reading.js";
import { settingsOfArticle, settingWords, type SettingValues } from "../regulation/settings.js";
import { spanWords } from "../regulation/span.js";

interface Counts {
  open: number;
  late: number;
  discharged: number;
}

const NONE: Counts = { open: 0, late: 0, discharged: 0 };

/** The rule itself, article by article: how each is enforced, and how many of its duties run now. */
export class Measures {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly duties: DutyRegister,
    private readonly settings: SettingValues,
  ) {}

  async view(): Promise<MeasuresView> {
    const counts = await this.#counts();
    const chapters = CHAPTERS.map((chapter) => ({
      ...chapter,
      articles: ARTICLES.filter((article) => article.chapter === chapter.number).map((article) => this.#article(article, counts)),
    }));
    return { now: localIso(this.clock.now()), document: { ...DOCUMENT }, chapters };
  }

  #counts(): Promise<ReadonlyMap<string, Counts>> {
    return this.uow.read(async (tx) => {
      const rows = await tx
        .createQueryBuilder(Deadline, "deadline")
        .select("deadline.duty", "duty")
        .addSelect("SUM(CASE WHEN deadline.state = 'open' THEN 1 ELSE 0 END)", "open")
        .addSelect("SUM(CASE WHEN deadline.state = 'open' AND deadline.missedAt IS NOT NULL THEN 1 ELSE 0 END)", "late")
        .addSelect("SUM(CASE WHEN deadline.state = 'discharged' THEN 1 ELSE 0 END)", "discharged")
        .groupBy("deadline.duty")
        .getRawMany<{ duty: string; open: unknown; late: unknown; discharged: unknown }>();
      return new Map(rows.map((row) => [row.duty, { open: Number(row.open), late: Number(row.late), discharged: Number(row.discharged) }]));
    });
  }

  #article(article: ArticleRule, counts: ReadonlyMap<string, Counts>): ArticleView {
    const number = String(article.number);
    return {
      number: article.number,
      text: articleText(article.number),
      state: article.state,
      how: article.how,
      duties: this.duties.ofArticle(number).map(([name, { title, text, force, source, arrives }]) => ({
        name,
        title,
        quote: text,
        force,
        source,
        arrives: arrives ? DOMAIN_NAMES[arrives] : null,
        ...(counts.get(name) ?? NONE),
      })),
      readings: readings(this.settings)
        .filter((reading) => reading.article === number)
        .map(({ word, within, words }) => ({ word, within: within && spanWords(within), words })),
      settings: settingsOfArticle(number).map((setting) => ({
        key: setting.key,
        title: setting.title,
        value: settingWords(setting, this.settings.value(setting.key)),
        source: setting.source,
      })),
    };
  }
}
