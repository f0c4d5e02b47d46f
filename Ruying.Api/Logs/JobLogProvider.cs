using System.Globalization;
using System.Text;

namespace Ruying.Api.Logs;

/// <summary>Writes what is logged while a job runs to that job's own log. Levels: <c>Logging:JobLog:LogLevel</c>.</summary>
[ProviderAlias("JobLog")]
internal sealed class JobLogProvider(TimeProvider time) : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider? _scopes;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // Each job's file is its runner's to close.
    }

    private void Write(LogLevel level, string source, string message, Exception? exception)
    {
        JobLog? log = null;
        _scopes?.ForEachScope((scope, _) => log = scope as JobLog ?? log, 0);
        if (log is null)
        {
            return;
        }

        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {Name(level)} {source}: ").Append(message);

        // Where in our code it happened is for the service's own log; this one is for whoever asked for the job.
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            line.Append(CultureInfo.InvariantCulture, $" | {cause.GetType().Name}: {cause.Message}");
        }

        log.Write(line.Replace("\r", "").Replace("\n", " | ").ToString());
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Critical or LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        LogLevel.Information => "info",
        _ => "debug",
    };

    private sealed class Logger(JobLogProvider provider, string source) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => provider._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            provider.Write(logLevel, source, formatter(state, exception), exception);
    }
}
