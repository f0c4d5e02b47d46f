namespace Ruying.Training.Torch;

/// <summary>Makes the native library loadable before TorchSharp is first touched.</summary>
internal static class LibTorch
{
    /// <summary>Prepares the library and sets threads and seed.</summary>
    /// <param name="threads">Threads of one operation.</param>
    /// <param name="seed">Seed of weights and dropout.</param>
    /// <exception cref="Pipeline.EnvironmentException"><c>training.libtorch_missing</c>: the build has no native library.</exception>
    public static void Prepare(int threads, long seed)
    {
        var library = Find("libLibTorchSharp.so");
        if (library is null || Find("libtorch_cpu.so") is null)
        {
            throw new Pipeline.EnvironmentException(
                "training.libtorch_missing",
                "This build has no libtorch: build Ruying.Training with -p:RuyingLibTorch=true.");
        }

        // Built with GCC 13: Debian 12's libstdc++ lacks that version, of which no symbol is called.
        ElfVersionNeed.MarkWeak(library, "GLIBCXX_3.4.32");
        TorchSharp.torch.set_num_threads(threads);
        TorchSharp.torch.random.manual_seed(seed);
    }

    private static string? Find(string name) => new[]
    {
        Path.Combine(AppContext.BaseDirectory, name),
        Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", name),
    }.FirstOrDefault(File.Exists);
}
