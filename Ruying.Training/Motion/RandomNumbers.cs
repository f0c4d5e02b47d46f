namespace Ruying.Training.Motion;

/// <summary>Random numbers of other distributions.</summary>
internal static class RandomNumbers
{
    /// <summary>A number between two.</summary>
    public static float Between(Random random, float low, float high) => float.Lerp(low, high, random.NextSingle());

    /// <summary>Normally distributed.</summary>
    public static float Normal(Random random) =>
        MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())) * MathF.Cos(2 * MathF.PI * random.NextSingle());
}
