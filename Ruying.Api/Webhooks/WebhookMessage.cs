using Ruying.Api.Jobs;

namespace Ruying.Api.Webhooks;

/// <summary>What a webhook is sent.</summary>
/// <param name="Id">The event's id: the same with every attempt, every replay and at every address.</param>
/// <param name="Event"><c>avatar.ready</c>, <c>avatar.failed</c>, <c>video.ready</c> or <c>video.failed</c>.</param>
/// <param name="CreatedAt">When it happened.</param>
/// <param name="SubjectId">The avatar's or video's id.</param>
/// <param name="JobId">The job that made it.</param>
/// <param name="Error">Why it failed.</param>
public sealed record WebhookMessage(string Id, string Event, DateTimeOffset CreatedAt, string SubjectId, string JobId, JobError? Error);
