using System.Numerics;
using Reproduction.Data;

namespace Reproduction.Training.Portable;

/// <summary>For every example one bit for each quad of inputs (four neighbours): whether one of the four is not 0. Found once for all runs.</summary>
internal sealed class NonZeroQuads
{
    private readonly ulong[] bits;
    private readonly int wordsPerExample;

    /// <summary>Looks at every input once.</summary>
    public NonZeroQuads(Examples examples)
    {
        var quads = (examples.FeatureCount + 3) / 4;
        wordsPerExample = (quads + 63) / 64;
        bits = new ulong[(long)examples.Count * wordsPerExample];
        for (var example = 0; example < examples.Count; example++)
        {
            var input = examples.Input(example);
            var words = bits.AsSpan(example * wordsPerExample, wordsPerExample);
            for (var quad = 0; quad < quads; quad++)
            {
                if (input[(quad * 4)..Math.Min(input.Length, (quad + 1) * 4)].IndexOfAnyExcept(0f) >= 0)
                {
                    words[quad / 64] |= 1UL << (quad % 64);
                }
            }
        }
    }

    /// <summary>Copies the quads of a batch that are not 0 into panels, and lists them. The rest of the panels is not written, and not read by the kernels.</summary>
    /// <param name="examples">The examples that this instance was made for.</param>
    /// <param name="batch">The positions of the batch's examples.</param>
    /// <param name="x">Receives the values, [n, inputs].</param>
    /// <param name="active">Receives the lists.</param>
    public void Gather(Examples examples, ReadOnlySpan<int> batch, Panels x, ActiveRows active)
    {
        active.Clear(batch.Length);
        var target = x.Values.AsSpan();
        for (var row = 0; row < batch.Length; row++)
        {
            var input = examples.Input(batch[row]);
            for (var word = 0; word < wordsPerExample; word++)
            {
                for (var rest = bits[(batch[row] * wordsPerExample) + word]; rest != 0; rest &= rest - 1)
                {
                    var quad = (word * 64) + BitOperations.TrailingZeroCount(rest);
                    var values = input[(quad * 4)..Math.Min(input.Length, (quad + 1) * 4)];
                    var slot = target.Slice((int)x.Position(row, quad * 4), 4);
                    values.CopyTo(slot);
                    slot[values.Length..].Clear();
                    active.Add(quad, row);
                }
            }
        }
    }
}
