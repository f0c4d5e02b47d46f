namespace Ruying.Training.Sample;

/// <summary>One phone of the voice, in flite's alphabet.</summary>
/// <param name="Name">Such as <c>ae</c>; <c>pau</c> is silence.</param>
/// <param name="Start">Seconds from the video's start.</param>
/// <param name="End">Seconds from the video's start.</param>
internal sealed record Phone(string Name, double Start, double End)
{
    public double Middle => (Start + End) / 2;

    public double Length => End - Start;

    public bool IsSilence => Name == "pau";
}
