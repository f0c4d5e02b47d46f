using OpenCvSharp;

namespace Ruying.Pipeline.Rendering;

/// <summary>
/// Makes the mouths of a run of output frames: ours from the person's own pictures, others' from the sound. What it makes is put into
/// the frame by <see cref="MouthPainter"/>, the same for all. Not thread-safe: one for each render.
/// </summary>
public interface IMouthEngine : IDisposable
{
    /// <summary>Most frames of one run; 1 or more.</summary>
    int RunLength { get; }

    /// <summary>Takes a run of frames; networks run here.</summary>
    /// <param name="run">1 to <see cref="RunLength"/> frames, in order.</param>
    /// <param name="crops">The crop of each, RGB, <c>CV_8UC3</c>. Both lists stay the caller's and as they are until the next run.</param>
    /// <param name="cancellationToken">Stops within milliseconds.</param>
    void Begin(IReadOnlyList<MouthWork> run, IReadOnlyList<Mat> crops, CancellationToken cancellationToken);

    /// <summary>The mouth of one frame of the run.</summary>
    /// <param name="index">Position in the run.</param>
    /// <returns>Valid until the next call.</returns>
    MouthPicture Picture(int index);
}
