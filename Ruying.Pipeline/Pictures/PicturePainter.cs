using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Pictures;

/// <summary>Brings rendered frames to the picture that was asked for: cut and scaled, before the background. Not thread-safe: one for each render.</summary>
internal sealed class PicturePainter : IDisposable
{
    // At full strength, of the picture's short side.
    private const double LargestBlur = 0.05;

    private readonly PictureOrder _order;
    private readonly VideoFrame? _background;
    private readonly EdgeColours _colours = new();

    /// <summary>Prepares.</summary>
    /// <param name="order">What was asked for.</param>
    /// <param name="folder">The work folder.</param>
    public PicturePainter(PictureOrder order, string folder)
    {
        _order = order;
        var (width, height) = (order.Framing.Width, order.Framing.Height);
        _background = order.Background switch
        {
            { Kind: BackgroundKind.Picture } => BackgroundPicture.Read(folder, width, height),
            { Kind: BackgroundKind.Colour } background => Filled(width, height, background.Rgb()!.Value),
            { Kind: BackgroundKind.Blur } => new VideoFrame(width, height),
            _ => null,
        };
    }

    /// <summary>Pixels of the pictures.</summary>
    public int Width => _order.Framing.Width;

    /// <summary>Pixels of the pictures.</summary>
    public int Height => _order.Framing.Height;

    /// <summary>Whether frames need their matte.</summary>
    public bool NeedsMatte => _order.Background.Kind != BackgroundKind.Original;

    /// <summary>A frame's picture.</summary>
    /// <param name="frame">The rendered frame; taken over, the result may be it.</param>
    /// <param name="matte">Its matte, of the part that is shown; taken over. Null where none is needed.</param>
    /// <returns>The picture, and how opaque each of its pixels is, 0 to 255, as the luma of a frame; null where all of it is.</returns>
    public (VideoFrame Picture, VideoFrame? Opacity) Paint(VideoFrame frame, VideoFrame? matte)
    {
        var picture = Framed(frame, _order.Framing, luma: false);
        if (matte is null)
        {
            return (picture, null);
        }

        var opacity = Framed(matte, Framing.Whole(matte.Width, matte.Height) with { Width = Width, Height = Height }, luma: true);
        Matte.ToOpacity(opacity.Y);
        if (_order.Background.Kind == BackgroundKind.Blur)
        {
            _colours.Blur(picture, opacity.Y, _order.Background.Strength * LargestBlur * Math.Min(picture.Width, picture.Height), _background!);
        }

        _colours.Find(picture, opacity.Y);
        if (_background is { } background)
        {
            Lay(picture, opacity.Y, background);
            opacity.Dispose();
            return (picture, null);
        }

        Uncover(picture, opacity.Y);
        return (picture, opacity);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _background?.Dispose();
        _colours.Dispose();
    }

    private static VideoFrame Framed(VideoFrame frame, Framing framing, bool luma)
    {
        if (framing.IsWhole(frame.Width, frame.Height))
        {
            return frame;
        }

        using (frame)
        {
            return FrameScaler.Scale(frame, framing, luma);
        }
    }

    // Bytes of the opaque person are not written at all.
    private unsafe void Lay(VideoFrame picture, ReadOnlySpan<byte> opacity, VideoFrame background)
    {
        var person = new ReadOnlySpan<byte>(_colours.Person.DataPointer, picture.U.Length * 3);
        var behind = new ReadOnlySpan<byte>(_colours.Behind.DataPointer, picture.U.Length * 3);
        var luma = picture.Y;
        var under = background.Y;
        var width = picture.Width;
        for (var i = 0; i < luma.Length; i++)
        {
            int share = opacity[i];
            if (share < 255)
            {
                var cell = Cell(i, width);
                luma[i] = Mix(share, Own(luma[i], share, person[cell], behind[cell]), under[i]);
            }
        }

        for (var i = 0; i < picture.U.Length; i++)
        {
            var share = HalfShare(opacity, i, width);
            if (share < 255)
            {
                picture.U[i] = Mix(share, Own(picture.U[i], share, person[(i * 3) + 1], behind[(i * 3) + 1]), background.U[i]);
                picture.V[i] = Mix(share, Own(picture.V[i], share, person[(i * 3) + 2], behind[(i * 3) + 2]), background.V[i]);
            }
        }
    }

    // Nothing of what was filmed stays in pixels that are not the person's.
    private unsafe void Uncover(VideoFrame picture, ReadOnlySpan<byte> opacity)
    {
        var person = new ReadOnlySpan<byte>(_colours.Person.DataPointer, picture.U.Length * 3);
        var behind = new ReadOnlySpan<byte>(_colours.Behind.DataPointer, picture.U.Length * 3);
        var luma = picture.Y;
        for (var i = 0; i < luma.Length; i++)
        {
            var cell = Cell(i, picture.Width);
            luma[i] = opacity[i] == 0 ? person[cell] : (byte)Own(luma[i], opacity[i], person[cell], behind[cell]);
        }

        for (var i = 0; i < picture.U.Length; i++)
        {
            var share = HalfShare(opacity, i, picture.Width);
            picture.U[i] = share == 0 ? person[(i * 3) + 1] : (byte)Own(picture.U[i], share, person[(i * 3) + 1], behind[(i * 3) + 1]);
            picture.V[i] = share == 0 ? person[(i * 3) + 2] : (byte)Own(picture.V[i], share, person[(i * 3) + 2], behind[(i * 3) + 2]);
        }
    }

    private static int Cell(int pixel, int width) => ((pixel / width / 2 * (width / 2)) + (pixel % width / 2)) * 3;

    private static int HalfShare(ReadOnlySpan<byte> opacity, int i, int width)
    {
        var at = (i / (width / 2) * 2 * width) + (i % (width / 2) * 2);
        return (opacity[at] + opacity[at + 1] + opacity[at + width] + opacity[at + width + 1] + 2) / 4;
    }

    // The person's own part of a mixed colour: their colour around, and of what the mixture does not explain their share.
    private static int Own(int mixed, int share, int person, int behind) =>
        Math.Clamp(person + (((mixed * 255) - (share * person) - ((255 - share) * behind)) * share / (255 * 255)), 0, 255);

    private static byte Mix(int share, int own, int under) => (byte)(((share * own) + ((255 - share) * under) + 127) / 255);

    // BT.709, limited range.
    private static VideoFrame Filled(int width, int height, (int Red, int Green, int Blue) rgb)
    {
        var (r, g, b) = (rgb.Red / 255.0, rgb.Green / 255.0, rgb.Blue / 255.0);
        var y = (0.2126 * r) + (0.7152 * g) + (0.0722 * b);
        var frame = new VideoFrame(width, height);
        frame.Y.Fill((byte)Math.Round(16 + (219 * y)));
        frame.U.Fill((byte)Math.Round(128 + (224 * (b - y) / 1.8556)));
        frame.V.Fill((byte)Math.Round(128 + (224 * (r - y) / 1.5748)));
        return frame;
    }
}
