const { words, problems } = JSON.parse(document.getElementById('phrases').textContent);

/** A sentence in the page's language, with something put in for {0}, {1} and so on. */
export const say = (key, ...values) => words[key].replace(/\{(\d)\}/g, (_, index) => values[index]);

/** A problem that the service answered, in words; what it says in English where the language has none. */
export const sayProblem = (problem) => problems[problem.code] ?? problem.detail ?? say('service.refused');

/** What a job does at the moment. */
export function sayStage(job) {
  const key = job.state === 'queued' || job.state === 'cancelling' ? job.state : job.stage ?? 'starting';
  return words[`stage.${key}`] ?? job.stageTitle ?? say('stage.starting');
}
