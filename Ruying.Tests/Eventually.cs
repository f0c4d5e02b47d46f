namespace Ruying.Tests;

/// <summary>Waits for what happens soon, on a slow machine too.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Asks until it is so, or for a minute; the test's own assertion then tells what is.</summary>
    public static async Task SoAsync(Func<Task<bool>> isSo)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isSo() && TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(25);
        }
    }

    /// <inheritdoc cref="SoAsync(Func{Task{bool}})"/>
    public static Task SoAsync(Func<bool> isSo) => SoAsync(() => Task.FromResult(isSo()));
}
