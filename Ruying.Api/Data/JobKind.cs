namespace Ruying.Api.Data;

/// <summary>What a job makes.</summary>
public enum JobKind
{
    Avatar,
    Video,
}
