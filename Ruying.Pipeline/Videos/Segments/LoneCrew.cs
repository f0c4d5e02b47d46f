namespace Ruying.Pipeline.Videos.Segments;

/// <summary>One worker, who renders all segments that are not there.</summary>
public sealed class LoneCrew : ISegmentCrew
{
    private SegmentBoard? _board;

    /// <inheritdoc/>
    public Task BeginAsync(SegmentBoard board, CancellationToken cancellationToken)
    {
        _board = board;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<int?> TakeAsync(CancellationToken cancellationToken) => Task.FromResult(_board?.FirstMissing);

    /// <inheritdoc/>
    public Task FinishAsync(int segment, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
