using Ruying.Pipeline.Numerics;

namespace Ruying.Pipeline.Evaluation;

/// <summary>How early mouths open before speech, as measures.</summary>
internal static class LeadIn
{
    /// <summary>Adds median and worst under <c>lead_in_frames</c>; nothing where no speech follows a pause.</summary>
    /// <param name="results">Takes the measures.</param>
    /// <param name="ending">What the keys end with, such as <c>_real</c>.</param>
    /// <param name="leads">Frames, one for each beginning of speech.</param>
    public static void Put(IDictionary<string, object> results, string ending, IReadOnlyList<int> leads)
    {
        if (leads.Count > 0)
        {
            results[$"lead_in_frames{ending}"] = Smoothing.Percentile(leads.Select(l => (double)l), 0.5);
            results[$"lead_in_frames_worst{ending}"] = leads.Max();
        }
    }
}
