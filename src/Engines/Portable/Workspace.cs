using System.Collections.Immutable;

namespace Reproduction.Engines.Portable;

/// <summary>The activations and gradients of one batch: made once for the largest batch, used again by every step.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly List<FloatBuffer> buffers = [];

    /// <summary>Room for batches of up to a number of examples.</summary>
    /// <param name="layerSizes">From the inputs to the classes.</param>
    /// <param name="isNormalized">Whether batch normalization stands between the dense layers; if not, each reads what the one before it gave.</param>
    /// <param name="capacity">The largest batch.</param>
    public Workspace(ImmutableArray<int> layerSizes, bool isNormalized, int capacity)
    {
        Capacity = capacity;
        Activations Allocate(int columns)
        {
            buffers.Add(new(checked(Panels.Padded(columns) * capacity)));
            return new(buffers[^1].All, columns);
        }

        var hidden = layerSizes[1..^1];
        Outputs = [.. layerSizes[1..].Select(Allocate)];
        Gradients = [.. layerSizes[1..].Select(Allocate)];
        Normalized = isNormalized ? [.. hidden.Select(Allocate)] : [];
        Inputs = [Allocate(layerSizes[0]), .. isNormalized ? hidden.Select(Allocate) : Outputs[..^1]];
        Active = [.. layerSizes.Select(size => new ActiveRows(size, capacity))];
    }

    /// <summary>The largest batch.</summary>
    public int Capacity { get; }

    /// <summary>What comes into each dense layer.</summary>
    public ImmutableArray<Activations> Inputs { get; }

    /// <summary>What each dense layer gives; rectified in place where no batch normalization stands in between.</summary>
    public ImmutableArray<Activations> Outputs { get; }

    /// <summary>The loss's gradient with respect to what each dense layer gives.</summary>
    public ImmutableArray<Activations> Gradients { get; }

    /// <summary>The normalized values of each batch normalization layer.</summary>
    public ImmutableArray<Activations> Normalized { get; }

    /// <summary>The quads that are not 0: of the inputs by their values, of each layer's results all.</summary>
    public ImmutableArray<ActiveRows> Active { get; }

    public void Dispose() => buffers.ForEach(buffer => buffer.Dispose());

    /// <summary>Room for activations.</summary>
    /// <param name="Values">The floats.</param>
    /// <param name="Columns">The number of features.</param>
    internal readonly record struct Activations(Floats Values, int Columns)
    {
        /// <summary>The activations of a batch.</summary>
        public Panels Of(int rows) => new(Values, rows, Columns);
    }
}
