using System.Reflection;
using System.Text.RegularExpressions;
using Ruying.Tests.Samples;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Uploads;

public sealed partial class UploadsDocumentTests
{
    [Fact]
    public async Task Document_TestsThatItNames_AreThere()
    {
        var root = Path.GetDirectoryName(Path.GetDirectoryName(HostClip.Path))!;
        var named = Names().Matches(await File.ReadAllTextAsync(Path.Combine(root, "docs", "uploads.md"))).Select(m => m.Groups[1].Value).Distinct().ToList();
        named.Count.ShouldBeGreaterThan(30);
        var tests = typeof(TusTest).Assembly.GetTypes().Where(t => t.Namespace == typeof(TusTest).Namespace)
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(m => m.GetCustomAttribute<FactAttribute>() is not null).Select(m => m.Name).ToHashSet();
        named.ShouldBeSubsetOf(tests);
    }

    [GeneratedRegex("`([A-Z][A-Za-z]+_[A-Za-z0-9]+_[A-Za-z0-9]+)`")]
    private static partial Regex Names();
}
