using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Ruying.Pipeline;

namespace Ruying.Api.Settings;

/// <summary>Looks through the settings before anything runs, so that a slip of the pen is one line that names it.</summary>
internal static class SettingsCheck
{
    public const string Section = "Ruying";
    public const string Code = "settings.invalid";

    /// <summary>Refuses settings that are unknown, of the wrong kind or out of range, all of them at once.</summary>
    /// <exception cref="EnvironmentException"><c>settings.invalid</c>.</exception>
    public static void Require(IConfiguration configuration)
    {
        var faults = new List<string>();
        Check(configuration.GetSection(Section), typeof(ServiceOptions), faults);
        if (faults.Count == 0)
        {
            SharingCheck.Check(configuration.GetSection(Section).Get<ServiceOptions>() ?? new(), faults);
        }

        if (faults.Count > 0)
        {
            throw new EnvironmentException(Code, string.Join(" ", faults));
        }
    }

    private static void Check(IConfigurationSection section, Type type, List<string> faults)
    {
        var known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).ToList();
        foreach (var child in section.GetChildren())
        {
            var property = known.Find(p => string.Equals(p.Name, child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                faults.Add($"There is no setting {child.Path}; {section.Path} has {string.Join(", ", known.Select(p => p.Name).Order(StringComparer.Ordinal))}.");
                continue;
            }

            // The name as we write it, whatever case it came in.
            var name = $"{section.Path}:{property.Name}";
            var kind = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (kind.IsClass && kind.Namespace?.StartsWith(nameof(Ruying), StringComparison.Ordinal) == true)
            {
                if (!string.IsNullOrEmpty(child.Value))
                {
                    faults.Add($"The setting {name} is a group of settings, not one value.");
                }

                Check(child, kind, faults);
            }
            else if (child.Value is { } text)
            {
                CheckValue(property, kind, name, text, faults);
            }
        }
    }

    private static void CheckValue(PropertyInfo property, Type kind, string name, string text, List<string> faults)
    {
        object? value = text;
        if (kind != typeof(string))
        {
            // An empty variable leaves a setting that may be absent as it is.
            if (text.Length == 0 && Nullable.GetUnderlyingType(property.PropertyType) is not null)
            {
                return;
            }

            try
            {
                value = TypeDescriptor.GetConverter(kind).ConvertFromInvariantString(text);
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException)
            {
                if (kind.IsEnum)
                {
                    faults.Add($"The setting {name} is \"{Shown(text)}\": give one of {string.Join(", ", Enum.GetNames(kind).Select(word => word.ToLowerInvariant()))}.");
                    return;
                }

                faults.Add($"The setting {name} is \"{Shown(text)}\", which is no {Kind(kind)}.");
                return;
            }
        }

        foreach (var rule in property.GetCustomAttributes<ValidationAttribute>().Where(rule => !rule.IsValid(value)))
        {
            faults.Add($"The setting {name} is \"{Shown(text)}\": {Wanted(rule)}.");
        }
    }

    private static string Wanted(ValidationAttribute rule) => rule switch
    {
        RangeAttribute { Maximum: double and >= long.MaxValue } range => string.Create(CultureInfo.InvariantCulture, $"give a number of at least {range.Minimum}"),
        RangeAttribute range => string.Create(CultureInfo.InvariantCulture, $"give a number from {range.Minimum} to {range.Maximum}"),
        RegularExpressionAttribute { ErrorMessage: { } wanted } => wanted,
        RegularExpressionAttribute words => $"give one of {words.Pattern.Replace("|", ", ", StringComparison.Ordinal)}",
        RequiredAttribute => "give a value",
        _ => rule.FormatErrorMessage("it").TrimEnd('.'),
    };

    private static string Kind(Type kind) => kind == typeof(bool) ? "true or false" : kind == typeof(TimeSpan) ? "length of time such as 00:01:00" : "number of its kind";

    private static string Shown(string text) => text.Length > 60 ? text[..60] + "..." : text;
}
