using System.Threading.Channels;
using Ruying.Api.Data;

namespace Ruying.Api.Jobs;

/// <summary>One client's view of a job: the latest row only, so that a slow client costs no memory.</summary>
public sealed class JobWatch : IDisposable
{
    private readonly Channel<JobRow?> _latest = Channel.CreateBounded<JobRow?>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Action<JobWatch> _remove;

    internal JobWatch(string jobId, Action<JobWatch> remove)
    {
        JobId = jobId;
        _remove = remove;
    }

    public string JobId { get; }

    /// <summary>Waits for the job's row as it was read last; null when there is no such job any more. The same row may come again.</summary>
    public ValueTask<JobRow?> ReadAsync(CancellationToken cancellationToken) => _latest.Reader.ReadAsync(cancellationToken);

    public void Dispose() => _remove(this);

    internal void Write(JobRow? row) => _latest.Writer.TryWrite(row);
}
