using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Ruying.Api.Data;
using Ruying.Api.Security;
using Ruying.Api.Storage;

namespace Ruying.Api.Audit;

/// <summary>Who did what, for good: rows are added, never changed.</summary>
public sealed class AuditLog(IDbContextFactory<RuyingDb> databases, TimeProvider time) : IDisposable
{
    /// <summary>The actor of what the service does of itself.</summary>
    public const string Service = "service";

    /// <summary>The actor of the verbs of the command line.</summary>
    public const string CommandLine = "command line";

    private const int SubjectLimit = 4000;

    private readonly ConcurrentQueue<(AuditRow Row, TaskCompletionSource Written)> _waiting = new();
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Notes what a request did.</summary>
    /// <param name="context">The request.</param>
    /// <param name="action">What it did.</param>
    /// <param name="subject">What it did it to.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public Task WriteAsync(HttpContext context, string action, string subject, CancellationToken cancellationToken) => AddAsync(
        new AuditRow
        {
            Id = Ids.New(time),
            At = time.GetUtcNow(),
            OwnerId = Caller.Owner(context.User),
            KeyId = Caller.Key(context.User),
            Actor = context.User.Identity?.Name ?? "unknown",
            Address = context.Connection.RemoteIpAddress?.ToString(),
            Action = action,
            Subject = Cut(subject),
        },
        cancellationToken);

    /// <summary>Notes what no request did.</summary>
    /// <param name="actor"><see cref="Service"/> or <see cref="CommandLine"/>.</param>
    /// <param name="action">What was done.</param>
    /// <param name="subject">What to.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public Task WriteAsync(string actor, string action, string subject, CancellationToken cancellationToken) =>
        AddAsync(new AuditRow { Id = Ids.New(time), At = time.GetUtcNow(), Actor = actor, Action = action, Subject = Cut(subject) }, cancellationToken);

    public void Dispose() => _turn.Dispose();

    /// <summary>What was done, the newest first.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<AuditRow>> ListAsync(int limit, AuditQuery query, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Audit.AsNoTracking()
            .Where(row => query.Owner == null || row.OwnerId == query.Owner)
            .Where(row => query.Action == null || row.Action == query.Action)
            .Where(row => query.Subject == null || row.Subject.Contains(query.Subject))
            .Where(row => query.Before == null || string.Compare(row.Id, query.Before) < 0)
            .Where(row => query.Since == null || row.At >= query.Since)
            .OrderByDescending(row => row.Id)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }

    private static string Cut(string subject) => subject.Length <= SubjectLimit ? subject : subject[..SubjectLimit];

    /// <summary>Whoever comes first writes what others brought meanwhile: one transaction for many rows, and nobody goes on before the own row is kept.</summary>
    private async Task AddAsync(AuditRow row, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((row, written));
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            if (!written.Task.IsCompleted)
            {
                await WriteWaitingAsync();
            }
        }
        finally
        {
            _turn.Release();
        }

        await written.Task;
    }

    private async Task WriteWaitingAsync()
    {
        var rows = new List<(AuditRow Row, TaskCompletionSource Written)>();
        while (_waiting.TryDequeue(out var waiting))
        {
            rows.Add(waiting);
        }

        try
        {
            await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
            db.AddRange(rows.Select(r => r.Row));
            await db.SaveChangesAsync(CancellationToken.None);
            rows.ForEach(r => r.Written.SetResult());
        }
        catch (Exception exception)
        {
            rows.ForEach(r => r.Written.SetException(exception));
        }
    }
}
