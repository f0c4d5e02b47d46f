using Ruying.Pipeline.Media;

namespace Ruying.Training.Sample;

/// <summary>From phones to a pose for each frame: each phone pulls at its neighbours' time too (Cohen and Massaro 1993), closures win.</summary>
internal static class MouthScript
{
    private const double Reach = 0.04;
    // Neighbours flatten every vowel; people speak clearly to a camera.
    private const double Clarity = 1.5;
    private const double Widest = 0.34;
    private const double Lead = 0.02;
    private const double ShortestClosure = 0.07;

    /// <summary>The pose at each frame's time.</summary>
    public static MouthPose[] Make(IReadOnlyList<Phone> phones, int frames)
    {
        var targets = WithRests(phones);
        var poses = new MouthPose[frames];
        Span<double> sum = stackalloc double[MouthPose.Count];
        for (var frame = 0; frame < frames; frame++)
        {
            // The mouth is early: it takes its place before the sound comes.
            var time = ((double)frame / Clock.FramesPerSecond) + Lead;
            sum.Clear();
            var total = 1e-9;
            foreach (var phone in targets)
            {
                var (pose, weight) = VisemeTable.For(phone.Name);
                var outside = Math.Max(0, Math.Max(phone.Start - time, time - phone.End));
                if (outside > 0.4)
                {
                    continue;
                }

                // Full strength in the phone's middle, falling off past its ends.
                var inside = Math.Min(1, Math.Abs(time - phone.Middle) / Math.Max(0.02, phone.Length / 2));
                var pull = weight * Math.Exp(-Math.Pow(outside / Reach, 1.2)) * (1 - (0.35 * inside * inside));
                total += pull;
                for (var k = 0; k < MouthPose.Count; k++)
                {
                    sum[k] += pull * pose[k];
                }
            }

            for (var k = 0; k < MouthPose.Count; k++)
            {
                sum[k] /= total;
            }

            poses[frame] = Close(MouthPose.From(sum), phones, time);
        }

        return poses;
    }

    private static MouthPose Close(MouthPose pose, IReadOnlyList<Phone> phones, double time)
    {
        var open = 1.0;
        foreach (var phone in phones)
        {
            if (VisemeTable.Closes(phone.Name))
            {
                var half = Math.Max(ShortestClosure, phone.Length * 0.8) / 2;
                open = Math.Min(open, Math.Clamp((Math.Abs(time - phone.Middle) - half) / 0.05, 0, 1));
            }
        }

        return pose with { Aperture = Math.Min(Widest, pose.Aperture * Clarity) * open, Press = Math.Max(pose.Press, (1 - open) * 0.8) };
    }

    private static List<Phone> WithRests(IReadOnlyList<Phone> phones)
    {
        var result = new List<Phone>();
        var end = double.NegativeInfinity;
        foreach (var phone in phones)
        {
            if (phone.Start - end > 0.12)
            {
                result.Add(new Phone("pau", Math.Max(end + 0.05, -1), phone.Start - 0.04));
            }

            result.Add(phone);
            end = phone.End;
        }

        result.Add(new Phone("pau", end + 0.05, double.MaxValue / 4));
        return result;
    }
}
