using OpenCvSharp;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using VideoWriter = Ruying.Pipeline.Media.VideoWriter;

namespace Ruying.Pipeline.Pictures;

/// <summary>
/// Where the person is in each frame of a row, coarsely and steady in time: 256x256, as the luma of a small video, some 2 kB a frame.
/// What comes after (the edge) depends on the video's shape and size; this does not, and so it is made once, with the avatar.
/// Not thread-safe.
/// </summary>
internal sealed class PersonMasks : IAsyncDisposable
{
    /// <summary>Pixels of a side: the whole picture, stretched.</summary>
    public const int Side = PersonSegmenter.Side;

    private readonly PersonSegmenter _segmenter;
    private readonly VideoWriter _writer;
    private readonly Mat _rgb = new();
    private readonly List<MaskedFrame> _around = new((2 * MaskSmoother.Reach) + 1);
    private int _at;

    /// <summary>Begins.</summary>
    /// <param name="sessions">The process's networks.</param>
    /// <param name="path">The video to write; it appears whole or not at all.</param>
    /// <exception cref="ModelException"><c>model.missing</c>, <c>model.damaged</c>.</exception>
    public PersonMasks(OnnxSessions sessions, string path)
    {
        _segmenter = new PersonSegmenter(sessions);
        _writer = new VideoWriter(path, Side, Side, Matte.Encoding);
    }

    /// <summary>Looks at the next frame.</summary>
    public async Task AddAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        _around.Add(See(_segmenter, frame, _rgb));
        if (_around.Count > _at + MaskSmoother.Reach)
        {
            await NextAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>There are no more frames.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        while (_at < _around.Count)
        {
            await NextAsync(cancellationToken).ConfigureAwait(false);
        }

        await _writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _around.ForEach(frame => frame.Dispose());
        _rgb.Dispose();
        _segmenter.Dispose();
        await _writer.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>What the network says of a frame.</summary>
    /// <param name="segmenter">The network.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="rgb">A picture to work in.</param>
    internal static MaskedFrame See(PersonSegmenter segmenter, VideoFrame frame, Mat rgb)
    {
        var small = new Mat();
        FrameImage.ToRgb(frame, rgb);
        Cv2.Resize(rgb, small, new Size(Side, Side), 0, 0, InterpolationFlags.Area);
        return new MaskedFrame(small, segmenter.Mask(small));
    }

    private async Task NextAsync(CancellationToken cancellationToken)
    {
        using (var frame = new VideoFrame(Side, Side))
        {
            var mask = MaskSmoother.Smooth(_around, _at);
            var luma = frame.Y;
            for (var i = 0; i < mask.Length; i++)
            {
                luma[i] = Matte.Luma(mask[i]);
            }

            frame.U.Fill(128);
            frame.V.Fill(128);
            await _writer.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
        }

        if (_at < MaskSmoother.Reach)
        {
            _at++;
            return;
        }

        _around[0].Dispose();
        _around.RemoveAt(0);
    }
}
