using System.Text.Json.Nodes;

namespace Ruying.Tests.Hostile;

/// <summary>JSON that stays JSON, with values of other kinds in it, or parts missing.</summary>
internal static class JsonMutations
{
    /// <summary>One to three values replaced, removed or doubled.</summary>
    public static string Of(string json, int seed, string[] replacements)
    {
        var random = new Random(seed);
        var root = JsonNode.Parse(json)!;
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var nodes = Below(root).ToList();
            if (nodes.Count == 0)
            {
                break;
            }

            var (parent, key, index) = nodes[random.Next(nodes.Count)];
            var value = random.Next(4) == 0 ? null : JsonNode.Parse(replacements[random.Next(replacements.Length)]);
            if (parent is JsonObject o)
            {
                if (random.Next(4) == 0)
                {
                    o.Remove(key!);
                }
                else
                {
                    o[key!] = value;
                }
            }
            else
            {
                ((JsonArray)parent)[index] = value;
            }
        }

        return root.ToJsonString();
    }

    private static IEnumerable<(JsonNode Parent, string? Key, int Index)> Below(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Below(p.Value).Prepend((o, p.Key, 0))),
        JsonArray a => a.SelectMany((v, i) => Below(v).Prepend((a, null, i))),
        _ => [],
    };
}
