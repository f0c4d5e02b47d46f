using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Rendering;

namespace Ruying.Pipeline.Pictures;

/// <summary>Cuts the person out of the base frames that a video uses: the avatar's masks, brought to the edges of hair and clothes.</summary>
/// <param name="sessions">The process's networks.</param>
public sealed class MatteMaker(OnnxSessions sessions)
{
    // Masks of an avatar that was built before they were part of it: in the video's work folder.
    private const string OwnMasksName = "masks.mp4";

    // Of the refined mask: what is below the first is nothing, above the second everything.
    private const float Nothing = 0.15f, Everything = 0.85f;

    /// <summary>Makes the matte; it appears whole or not at all, and is left alone where it lies already.</summary>
    /// <param name="avatar">Whose footage.</param>
    /// <param name="baseFrames">Base frame of each output frame.</param>
    /// <param name="framing">Which part of it is shown, and how large: the matte has that size, or the footage's where that is smaller.</param>
    /// <param name="folder">The video's work folder.</param>
    /// <param name="report">Hears how much is done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops within a frame.</param>
    /// <exception cref="ModelException"><c>model.missing</c>, <c>model.damaged</c>.</exception>
    public async Task MakeAsync(AvatarPackage avatar, IReadOnlyList<int> baseFrames, Framing framing, string folder, Action<double> report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(avatar);
        ArgumentNullException.ThrowIfNull(framing);
        var path = Path.Combine(folder, Matte.FileName);
        if (File.Exists(path))
        {
            return;
        }

        var used = Matte.Used(baseFrames);
        var (masksPath, places) = avatar.MasksPath is { } kept
            ? (kept, used)
            : (await OwnMasksAsync(avatar, used, folder, share => report(share / 2), cancellationToken).ConfigureAwait(false), [.. Enumerable.Range(0, used.Length)]);
        var before = avatar.MasksPath is null ? 0.5 : 0;
        var size = framing.Width > framing.Crop.Width ? framing with { Width = framing.Crop.Width, Height = framing.Crop.Height } : framing;
        using var cutter = new MatteCutter(size, avatar.Manifest.Width, avatar.Manifest.Height);
        await using var writer = new VideoWriter(path, size.Width, size.Height, Matte.Encoding);
        await using var masks = BaseFrameReader.ReadAsync(masksPath, places, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await foreach (var frame in BaseFrameReader.ReadAsync(avatar.BasePath, used, cancellationToken).ConfigureAwait(false))
        {
            using (frame)
            {
                await masks.MoveNextAsync().ConfigureAwait(false);
                using var mask = masks.Current;
                using var matte = cutter.Cut(frame, mask, Nothing, Everything);
                await writer.WriteAsync(matte, cancellationToken).ConfigureAwait(false);
            }

            report(before + ((1 - before) * writer.Frames / used.Length));
        }

        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> OwnMasksAsync(AvatarPackage avatar, int[] used, string folder, Action<double> report, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, OwnMasksName);
        if (!File.Exists(path))
        {
            await using var masks = new PersonMasks(sessions, path);
            var seen = 0;
            await foreach (var frame in BaseFrameReader.ReadAsync(avatar.BasePath, used, cancellationToken).ConfigureAwait(false))
            {
                using (frame)
                {
                    await masks.AddAsync(frame, cancellationToken).ConfigureAwait(false);
                    report((double)++seen / used.Length);
                }
            }

            await masks.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        return path;
    }
}
