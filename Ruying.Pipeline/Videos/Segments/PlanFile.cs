using System.Runtime.InteropServices;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Rendering;

namespace Ruying.Pipeline.Videos.Segments;

/// <summary>A video's motion and plan, kept in the work folder: made once, whoever renders. Some 400 bytes a frame.</summary>
public static class PlanFile
{
    /// <summary>Its name in the work folder.</summary>
    public const string FileName = "plan.bin";

    private const int Version = 1;

    /// <summary>Keeps a plan; it appears whole.</summary>
    /// <param name="folder">The work folder.</param>
    /// <param name="motion">The mouth's motion.</param>
    /// <param name="plan">What was planned of it.</param>
    public static void Write(string folder, MouthMotion motion, RenderPlan plan)
    {
        ArgumentNullException.ThrowIfNull(motion);
        ArgumentNullException.ThrowIfNull(plan);
        var path = Path.Combine(folder, FileName);
        using (var file = new BinaryWriter(File.Create(path + ".partial")))
        {
            file.Write(Version);
            file.Write(motion.Frames);
            Write(file, motion.Displacement);
            Write(file, motion.Speech);
            Write(file, plan.BaseFrames);
            foreach (var mouth in plan.Mouths)
            {
                file.Write(mouth.Detail);
                Write(file, mouth.Tone);
            }
        }

        File.Move(path + ".partial", path, overwrite: true);
    }

    /// <summary>Reads what <see cref="Write(string, MouthMotion, RenderPlan)"/> kept.</summary>
    /// <param name="folder">The work folder.</param>
    /// <param name="planner">The same avatar's.</param>
    /// <returns>Null where none was kept, or it is not whole.</returns>
    public static (MouthMotion Motion, RenderPlan Plan)? Find(string folder, RenderPlanner planner)
    {
        ArgumentNullException.ThrowIfNull(planner);
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var file = new BinaryReader(File.OpenRead(path));
            if (file.ReadInt32() != Version)
            {
                return null;
            }

            var frames = file.ReadInt32();
            var motion = new MouthMotion(Read<float>(file, frames * MouthMotion.Values), []) { Speech = Read<float>(file, frames) };
            var source = Read<int>(file, frames);
            var mouths = new ChosenMouths[source.Length];
            for (var t = 0; t < mouths.Length; t++)
            {
                mouths[t] = new ChosenMouths(file.ReadInt32(), Read<int>(file, frames));
            }

            return (motion, planner.Follow(motion, source, mouths));
        }
        catch (Exception exception) when (exception is EndOfStreamException or InvalidDataException)
        {
            // A machine lost its power while it was written.
            return null;
        }
    }

    private static void Write<T>(BinaryWriter file, T[] values)
        where T : unmanaged
    {
        file.Write(values.Length);
        file.Write(MemoryMarshal.AsBytes<T>(values));
    }

    private static T[] Read<T>(BinaryReader file, int most)
        where T : unmanaged
    {
        var count = file.ReadInt32();
        if (count < 0 || count > most)
        {
            throw new InvalidDataException("A plan of other lengths.");
        }

        var values = new T[count];
        file.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
