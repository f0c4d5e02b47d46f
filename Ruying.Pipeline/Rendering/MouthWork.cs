using Ruying.Pipeline.Media;

namespace Ruying.Pipeline.Rendering;

/// <summary>One output frame whose mouth shall be made.</summary>
/// <param name="Output">Position in the video, from 0; the sound's time is this / 25 s.</param>
/// <param name="Base">Position of its base frame in the footage.</param>
/// <param name="Source">What is known of that base frame.</param>
/// <param name="Frame">The base frame; changed in place once its mouth is made.</param>
/// <param name="Mouths">The planned remembered mouths.</param>
/// <param name="Shape">The planned lips and jaw, canonical, 106 numbers.</param>
/// <param name="Opacity">How much of the mouth shows, over 0 to 1: it fades where frames pass as they were.</param>
public sealed record MouthWork(int Output, int Base, BaseFrame Source, VideoFrame Frame, ChosenMouths Mouths, float[] Shape, float Opacity = 1);
