using System.Runtime.InteropServices;
using Ruying.Pipeline.Faces;

namespace Ruying.Training.Data;

/// <summary>A clip after tracking: the face's points and the sound.</summary>
/// <param name="Track">25 frames a second.</param>
/// <param name="Sound">16 kHz.</param>
internal sealed record PreparedClip(FaceTrack Track, float[] Sound)
{
    /// <summary>Writes the clip; it appears under its name only when complete.</summary>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var stream = File.Create(path + ".new"))
        {
            stream.Write(BitConverter.GetBytes(Sound.Length));
            stream.Write(MemoryMarshal.AsBytes(Sound.AsSpan()));
            Track.Save(stream);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static PreparedClip Load(string path)
    {
        using var stream = File.OpenRead(path);
        Span<byte> length = stackalloc byte[sizeof(int)];
        stream.ReadExactly(length);
        var sound = new float[BitConverter.ToInt32(length)];
        stream.ReadExactly(MemoryMarshal.AsBytes(sound.AsSpan()));
        return new PreparedClip(FaceTrack.Load(stream), sound);
    }
}
