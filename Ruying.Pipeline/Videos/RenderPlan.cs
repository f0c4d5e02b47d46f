using Ruying.Pipeline.Rendering;

namespace Ruying.Pipeline.Videos;

/// <summary>All that rendering needs, known before the first frame: any segment can be rendered alone, by any worker, in any order.</summary>
/// <param name="BaseFrames">Base frame of each output frame.</param>
/// <param name="Shapes">Lips and jaw of each output frame, canonical, 106 numbers each; computed when asked for.</param>
/// <param name="Mouths">Remembered mouths of each output frame.</param>
/// <param name="Opacity">How much of the rendered mouth shows in each output frame, 0 (the frame passes as it was) to 1.</param>
public sealed record RenderPlan(int[] BaseFrames, IReadOnlyList<float[]> Shapes, ChosenMouths[] Mouths, float[] Opacity)
{
    /// <summary>The plan of the first frames alone.</summary>
    /// <param name="frames">How many, no more than there are.</param>
    public RenderPlan First(int frames) => this with { BaseFrames = BaseFrames[..frames], Mouths = Mouths[..frames], Opacity = Opacity[..frames] };
}
