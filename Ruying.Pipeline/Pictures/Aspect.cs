namespace Ruying.Pipeline.Pictures;

/// <summary>The picture's width to its height.</summary>
public enum Aspect
{
    /// <summary>As filmed.</summary>
    Original,

    /// <summary>16:9.</summary>
    Wide,

    /// <summary>9:16.</summary>
    Upright,

    /// <summary>1:1.</summary>
    Square,

    /// <summary>4:5.</summary>
    Portrait,
}
