using System.Numerics.Tensors;
using Ruying.Pipeline.Learning;

namespace Ruying.Pipeline.Rendering.Harmonising;

/// <summary>A share of a step: examples as the learning graph takes them.</summary>
internal sealed class HarmoniserBatch
{
    private const int Side = HarmoniserView.Side;
    private const int Pixels = Side * Side;

    private readonly byte[] _example = new byte[HarmoniserExamples.Bytes];
    private readonly float[] _input;
    private readonly float[] _wanted;
    private readonly float[] _weight;

    public HarmoniserBatch(int examples)
    {
        _input = new float[examples * HarmoniserView.Bytes];
        _wanted = new float[examples * 3 * Pixels];
        _weight = new float[examples * Pixels];
        Values =
        [
            new("input", _input, [examples, HarmoniserView.Planes, Side, Side]),
            new("wanted", _wanted, [examples, 3, Side, Side]),
            new("weight", _weight, [examples, 1, Side, Side]),
        ];
    }

    public IReadOnlyList<LearningInputValue> Values { get; }

    /// <summary>Loads an example into a place, as it is or in other light.</summary>
    public void Load(int place, HarmoniserExamples examples, int index, Random? light)
    {
        examples.Read(index, _example);
        var input = _input.AsSpan(place * HarmoniserView.Bytes, HarmoniserView.Bytes);
        var wanted = _wanted.AsSpan(place * 3 * Pixels, 3 * Pixels);
        var weight = _weight.AsSpan(place * Pixels, Pixels);
        HarmoniserView.Scale(_example.AsSpan(0, HarmoniserView.Bytes), input);
        TensorPrimitives.ConvertChecked<byte, float>(_example.AsSpan(HarmoniserView.Bytes, 3 * Pixels), wanted);
        TensorPrimitives.Multiply(wanted, 1 / 255f, wanted);
        TensorPrimitives.Subtract(wanted, 0.5f, wanted);
        if (light is not null)
        {
            Relight(input, wanted, light);
        }

        TensorPrimitives.Subtract(wanted, input.Slice(4 * Pixels, 3 * Pixels), wanted);
        TensorPrimitives.ConvertChecked<byte, float>(_example.AsSpan(HarmoniserView.Bytes + (3 * Pixels), Pixels), weight);
        TensorPrimitives.Multiply(weight, 1f / HarmoniserExamples.Once, weight);
    }

    /// <summary>Another camera (gain and offset of each colour, for everything) and a remembered mouth from another moment's light (for it alone).</summary>
    private static void Relight(Span<float> input, Span<float> wanted, Random random)
    {
        for (var colour = 0; colour < 3; colour++)
        {
            var (gain, offset) = (Between(random, 0.75f, 1.3f), Between(random, -0.08f, 0.08f));
            var (other, shift) = (Between(random, 0.97f, 1.03f), Between(random, -0.01f, 0.01f));
            Change(input.Slice(colour * Pixels, Pixels), gain, offset);
            Change(wanted.Slice(colour * Pixels, Pixels), gain, offset);
            Change(input.Slice((4 + colour) * Pixels, Pixels), gain * other, (offset * other) + shift);
        }

        // Inside the mask the frame stays mid grey.
        for (var i = 0; i < Pixels; i++)
        {
            if (input[(3 * Pixels) + i] > 0)
            {
                input[i] = input[Pixels + i] = input[(2 * Pixels) + i] = 0.5f / 255;
            }
        }
    }

    private static void Change(Span<float> plane, float gain, float offset)
    {
        TensorPrimitives.Multiply(plane, gain, plane);
        TensorPrimitives.Add(plane, offset, plane);
    }

    private static float Between(Random random, float low, float high) => float.Lerp(low, high, random.NextSingle());
}
