using System.Text.Json;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech;

namespace Ruying.Training.Data;

internal static class CachedSpeech
{
    public static Utterance Load(string folder, string name)
    {
        using var j = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, name + ".json")));
        var end = j.RootElement.GetProperty("end").GetDouble();
        var raw = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(Path.Combine(folder, name + ".pcm"))).ToArray();
        var n = (int)(raw.Length * 16000L / 22050);
        var a = new float[n];
        for (var i = 0; i < n; i++) { var p = i * 22050.0 / 16000; var k = (int)p; a[i] = float.Lerp(raw[k], raw[Math.Min(k + 1, raw.Length - 1)], (float)(p - k)) / 32768; }
        var ph = j.RootElement.GetProperty("phones").EnumerateArray().Select(e => (e[0].GetString()!, e[1].GetDouble())).ToArray();
        var list = ph.Select((p, i) => new PhonemeTiming(p.Item1 == "" ? "_" : p.Item1, p.Item2, i + 1 < ph.Length ? ph[i + 1].Item2 : end)).ToArray();
        var words = j.RootElement.GetProperty("words").EnumerateArray().Select(e => new WordTiming(e[0].GetString()!, 0, e[1].GetDouble(), 0)).ToArray();
        return new Utterance(new PcmAudio(a, 16000), words, list);
    }
}
