namespace Ruying.Pipeline.Videos.Segments;

/// <summary>Who renders which segment of a video: one worker alone, or several that take one after the other.</summary>
public interface ISegmentCrew : IAsyncDisposable
{
    /// <summary>All that rendering needs lies in the board's folder: whoever helps may begin.</summary>
    /// <param name="board">The video's segments.</param>
    /// <param name="cancellationToken">Stops before.</param>
    Task BeginAsync(SegmentBoard board, CancellationToken cancellationToken);

    /// <summary>The next segment for the caller to render; waits while those that others took may come back.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Null when nothing is left for the caller.</returns>
    Task<int?> TakeAsync(CancellationToken cancellationToken);

    /// <summary>A segment that the caller took lies in its place.</summary>
    /// <param name="segment">From 0.</param>
    /// <param name="cancellationToken">Stops before.</param>
    Task FinishAsync(int segment, CancellationToken cancellationToken);
}
