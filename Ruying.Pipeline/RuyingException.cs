namespace Ruying.Pipeline;

/// <summary>Something the user can mend: a stable code for machines, a sentence that says what to do for people.</summary>
/// <param name="code">A stable dotted code in lower case, such as <c>face.none</c>.</param>
/// <param name="message">One sentence for the user: what is wrong and what to do.</param>
/// <param name="inner">The cause, if another error was behind it.</param>
public abstract class RuyingException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A stable dotted code in lower case, such as <c>face.none</c>.</summary>
    public string Code { get; } = code;
}

/// <summary>The footage, or the file that should be footage, cannot be used.</summary>
/// <inheritdoc cref="RuyingException(string, string, Exception?)"/>
public sealed class FootageException(string code, string message, Exception? inner = null) : RuyingException(code, message, inner);

/// <summary>The script, the voice or the recording cannot be spoken.</summary>
/// <inheritdoc cref="RuyingException(string, string, Exception?)"/>
public sealed class ScriptException(string code, string message, Exception? inner = null) : RuyingException(code, message, inner);

/// <summary>A model is missing, broken or not of the expected kind.</summary>
/// <inheritdoc cref="RuyingException(string, string, Exception?)"/>
public sealed class ModelException(string code, string message, Exception? inner = null) : RuyingException(code, message, inner);

/// <summary>An avatar package cannot be opened: missing, of another version, or changed since it was written.</summary>
/// <inheritdoc cref="RuyingException(string, string, Exception?)"/>
public sealed class AvatarException(string code, string message, Exception? inner = null) : RuyingException(code, message, inner);

/// <summary>The machine lacks something: disk space, a system program or library.</summary>
/// <inheritdoc cref="RuyingException(string, string, Exception?)"/>
public sealed class EnvironmentException(string code, string message, Exception? inner = null) : RuyingException(code, message, inner);

/// <summary>What a video shall look like cannot be had, or the picture for its background cannot be used.</summary>
/// <inheritdoc cref="RuyingException(string, string, Exception?)"/>
public sealed class PictureException(string code, string message, Exception? inner = null) : RuyingException(code, message, inner);
