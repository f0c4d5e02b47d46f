namespace Ruying.Api.Retention;

/// <summary>What retention removes.</summary>
public enum RetentionKind
{
    Upload,
    Work,
    Video,
}
