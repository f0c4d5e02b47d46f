namespace Ruying.Api.Security;

/// <summary>A page that records with the camera and the microphone, and plays what was recorded before it is sent.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RecordsAttribute : Attribute;
