using System.Collections;

namespace Ruying.Pipeline.Numerics;

/// <summary>A list whose items are made when they are asked for, and not kept.</summary>
/// <param name="count">How many.</param>
/// <param name="item">Makes one; may be called by several threads.</param>
internal sealed class ComputedList<T>(int count, Func<int, T> item) : IReadOnlyList<T>
{
    public int Count => count;

    public T this[int index] => (uint)index < (uint)count ? item(index) : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<T> GetEnumerator() => Enumerable.Range(0, count).Select(item).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
