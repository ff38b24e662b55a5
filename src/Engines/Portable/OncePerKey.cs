using System.Runtime.CompilerServices;

namespace Reproduction.Engines.Portable;

/// <summary>Values that are made once for each key, whoever asks first, and forgotten with it.</summary>
/// <remarks>Lazy, because the table alone may make several values at once for one key, of which it keeps one.</remarks>
internal sealed class OncePerKey<TKey, TValue>(Func<TKey, TValue> make)
    where TKey : class
{
    private readonly ConditionalWeakTable<TKey, Lazy<TValue>> values = [];

    /// <summary>The value of a key; those who ask while it is made wait for it.</summary>
    public TValue Of(TKey key) => (values.TryGetValue(key, out var value) ? value : Add(key)).Value;

    // A method of its own, so that asking again, as every step does, makes no delegate.
    private Lazy<TValue> Add(TKey key) => values.GetValue(key, one => new(() => make(one)));
}
