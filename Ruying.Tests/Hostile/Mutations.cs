namespace Ruying.Tests.Hostile;

/// <summary>Changes of bytes as accidents and fuzzers make them, the same for a seed on every machine.</summary>
internal static class Mutations
{
    private static readonly byte[] Edges = [0, 1, 0x7F, 0x80, 0xFE, 0xFF];

    /// <summary>One to eight changes: a byte, an edge value, a run of one value, a part left out, doubled, or moved.</summary>
    /// <param name="original">Not changed.</param>
    /// <param name="seed">Which mutation.</param>
    /// <param name="from">Where changes begin at the earliest.</param>
    public static byte[] Of(byte[] original, int seed, int from = 0)
    {
        // Documented to stay the same for a seed.
        var random = new Random(seed);
        var bytes = original.ToList();
        for (var changes = random.Next(1, 9); changes > 0 && bytes.Count > from + 1; changes--)
        {
            var at = random.Next(from, bytes.Count);
            var length = Math.Min(1 << random.Next(0, 8), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = Edges[random.Next(Edges.Length)];
                    break;
                case 2:
                    var value = Edges[random.Next(Edges.Length)];
                    for (var i = at; i < at + length; i++)
                    {
                        bytes[i] = value;
                    }

                    break;
                case 3:
                    bytes.RemoveRange(at, length);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                default:
                    bytes.InsertRange(random.Next(from, bytes.Count), bytes.GetRange(at, length));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>The seeds of this run: some of them, or all where the full tests were asked for.</summary>
    public static IEnumerable<int> Seeds(int sample, int all) =>
        Enumerable.Range(1, Environment.GetEnvironmentVariable("RUYING_FULL_TESTS") == "1" ? all : sample);
}
