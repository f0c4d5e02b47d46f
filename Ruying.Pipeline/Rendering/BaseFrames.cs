using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ruying.Pipeline.Faces;

namespace Ruying.Pipeline.Rendering;

/// <summary>A jaw line, canonical: 13 points, x and y interleaved.</summary>
[InlineArray(Length)]
public struct JawLine
{
    /// <summary>Numbers.</summary>
    public const int Length = 26;

    private float _first;

    /// <summary>Takes the jaw of a shape.</summary>
    /// <param name="shape">Lips and jaw, canonical, 106 numbers.</param>
    public static JawLine Of(ReadOnlySpan<float> shape)
    {
        var jaw = new JawLine();
        shape.Slice(FacePoints.LipCount * 2, Length).CopyTo(jaw);
        return jaw;
    }

    /// <summary>The 26 numbers.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<float> Values => this;
}

/// <summary>One frame of the base footage, as rendering needs it.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly struct BaseFrame
{
    private const int FileVersion = 2;
    private const int UsableFlag = 1;
    private const int IdleFlag = 2;

    private readonly int _flags;

    /// <summary>Makes one.</summary>
    /// <param name="toPicture">Canonical to picture.</param>
    /// <param name="nose">The point under the nose, canonical.</param>
    /// <param name="centre">How far right of the nose base the mouth's middle lies.</param>
    /// <param name="jaw">The frame's own jaw line.</param>
    /// <param name="usable">The face is there, uncovered and not turned too far.</param>
    /// <param name="idle">The person is silent with a closed mouth.</param>
    /// <param name="eyes">How open the eyes are, outer-eye distances.</param>
    /// <param name="look">The whole picture, tiny.</param>
    public BaseFrame(Similarity toPicture, (double X, double Y) nose, double centre, JawLine jaw, bool usable, bool idle, float eyes, in BaseLook look)
    {
        ToPicture = toPicture;
        (NoseX, NoseY) = nose;
        Centre = centre;
        Jaw = jaw;
        Eyes = eyes;
        Look = look;
        _flags = (usable ? UsableFlag : 0) | (idle ? IdleFlag : 0);
    }

    /// <summary>Canonical to picture.</summary>
    public Similarity ToPicture { get; }

    /// <summary>Point under the nose, canonical.</summary>
    public double NoseX { get; }

    /// <summary>Point under the nose, canonical.</summary>
    public double NoseY { get; }

    /// <summary>How far right of the nose base the mouth's middle lies.</summary>
    public double Centre { get; }

    /// <summary>The frame's own jaw line, canonical.</summary>
    public JawLine Jaw { get; }

    /// <summary>How open the eyes are: mean gap of the lids, outer-eye distances.</summary>
    public float Eyes { get; }

    /// <summary>The whole picture, tiny.</summary>
    public BaseLook Look { get; }

    /// <summary>The face is there, uncovered and not turned too far.</summary>
    public bool Usable => (_flags & UsableFlag) != 0;

    /// <summary>The person is silent with a closed mouth.</summary>
    public bool Idle => (_flags & IdleFlag) != 0;

    /// <summary>The point under the nose, canonical.</summary>
    public (double X, double Y) Nose => (NoseX, NoseY);

    /// <summary>How far the head moved between two frames, in outer-eye distances: place, turn and size together.</summary>
    public double Distance(in BaseFrame other)
    {
        // Three points of the face span all that a similarity can do.
        var scale = (ToPicture.Scale + other.ToPicture.Scale) / 2;
        var moved = Moved(other, -0.5, 0) + Moved(other, 0.5, 0) + Moved(other, 0, 1.2);

        // The nose's place between the eyes tells of turning and nodding.
        var turned = Math.Abs(NoseX + Centre - other.NoseX - other.Centre) + Math.Abs(NoseY - other.NoseY);
        return (moved / (3 * scale)) + turned;
    }

    /// <summary>Writes frames: magic, version, count, frames; little-endian.</summary>
    public static void Save(string path, ReadOnlySpan<BaseFrame> frames)
    {
        using var writer = new BinaryWriter(new FileStream(path, FileMode.Create));
        writer.Write("RYBF"u8);
        writer.Write(FileVersion);
        writer.Write(frames.Length);
        writer.Write(MemoryMarshal.AsBytes(frames));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Not such a file, or cut short.</exception>
    public static BaseFrame[] Load(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < 12 || !bytes.AsSpan(0, 4).SequenceEqual("RYBF"u8) || BitConverter.ToInt32(bytes, 4) != FileVersion)
        {
            throw new InvalidDataException("Not a list of base frames of version 2.");
        }

        var frames = MemoryMarshal.Cast<byte, BaseFrame>(bytes.AsSpan(12)).ToArray();
        return frames.Length == BitConverter.ToInt32(bytes, 8) ? frames : throw new InvalidDataException("The list of base frames is cut short.");
    }
    private double Moved(in BaseFrame other, double x, double y)
    {
        var (ax, ay) = ToPicture.Apply(x, y);
        var (bx, by) = other.ToPicture.Apply(x, y);
        return Math.Sqrt(((ax - bx) * (ax - bx)) + ((ay - by) * (ay - by)));
    }
}
