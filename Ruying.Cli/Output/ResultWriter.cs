using System.Globalization;
using Spectre.Console;

namespace Ruying.Cli.Output;

/// <summary>Results for people, on stdout. Paths stay on one line whatever the width, so that they can be copied.</summary>
internal sealed class ResultWriter(CliHost host)
{
    public void Line(string text = "") => host.Out.WriteLine(text);

    public void Field(string name, string value) => host.Out.WriteLine($"{name,-12}{value}");

    public void Stages(string name, IReadOnlyDictionary<string, double> seconds) =>
        Field(name, string.Join(" · ", seconds.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Value:0.0} s"))));

    public void Next(params IEnumerable<string> commands)
    {
        Line();
        Line("Next:");
        foreach (var command in commands)
        {
            Line("  " + command);
        }
    }

    public void Table(Table table)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(host.Out) });
        console.Write(table);
    }
}
