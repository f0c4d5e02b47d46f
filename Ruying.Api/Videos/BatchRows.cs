using System.Globalization;
using Microsoft.VisualBasic.FileIO;
using Ruying.Api.Problems;

namespace Ruying.Api.Videos;

/// <summary>Reads the rows of a CSV file (RFC 4180; semicolons part the values where the heading has no comma).</summary>
internal static class BatchRows
{
    /// <exception cref="RequestException"><c>batch.csv</c>: a line cannot be read, has too many or too few values, or a name comes twice; <c>batch.size</c>.</exception>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string path)
    {
        using var file = new StreamReader(path);
        var heading = file.ReadLine() ?? "";
        using var names = Parser(new StringReader(heading), heading);
        using var lines = Parser(file, heading);
        var columns = Fields(names) ?? throw Invalid("The first line", "is empty; the first line names the values");
        if (columns.Any(string.IsNullOrWhiteSpace) || columns.Distinct().Count() != columns.Length)
        {
            throw Invalid("The first line", "has a name that is empty or comes twice");
        }

        var rows = new List<IReadOnlyDictionary<string, string>>();
        while (Fields(lines) is { } values)
        {
            if (values.Length != columns.Length)
            {
                throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Row {rows.Count + 1}"), string.Create(CultureInfo.InvariantCulture, $"has {values.Length} values and not {columns.Length}; put values with commas into quotes"));
            }

            if (rows.Count == VideoBatches.Most)
            {
                throw VideoBatches.WrongSize();
            }

            rows.Add(columns.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second));
        }

        return rows;
    }

    private static TextFieldParser Parser(TextReader text, string heading)
    {
        var parser = new TextFieldParser(text) { TextFieldType = FieldType.Delimited, HasFieldsEnclosedInQuotes = true };
        parser.SetDelimiters(heading.Contains(',') ? "," : ";");
        return parser;
    }

    private static string[]? Fields(TextFieldParser parser)
    {
        try
        {
            return parser.ReadFields();
        }
        catch (MalformedLineException)
        {
            throw Invalid("A line", "cannot be read; close every quote and write \"\" for one inside");
        }
    }

    private static RequestException Invalid(string where, string what) =>
        RequestException.Invalid("batch.csv", $"{where} of the CSV file {what}.");
}
