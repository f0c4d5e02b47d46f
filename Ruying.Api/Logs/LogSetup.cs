using Microsoft.Extensions.Logging.Console;
using Ruying.Api.Settings;

namespace Ruying.Api.Logs;

internal static class LogSetup
{
    /// <summary>Logs for people or for programs on the console, and each job's own file.</summary>
    public static void AddLogs(this WebApplicationBuilder builder)
    {
        // Loggers exist before the settings were looked through: only a value that is meant counts here.
        if (builder.Configuration[$"{SettingsCheck.Section}:{nameof(ServiceOptions.LogFormat)}"] == "json")
        {
            builder.Logging.AddJsonConsole(options =>
            {
                options.IncludeScopes = true;
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
            builder.Services.Configure<ConsoleLoggerOptions>(options => options.FormatterName = ConsoleFormatterNames.Json);
        }

        builder.Services.AddSingleton<JobLogs>();
        builder.Services.AddSingleton<ILoggerProvider, JobLogProvider>();
    }
}
