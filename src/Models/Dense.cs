using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Reproduction.Models;

/// <summary>A fully connected layer: y = x kernel + bias.</summary>
/// <remarks>
/// <code>
/// x        [n, inputs]
/// kernel   [inputs, outputs]   as Keras keeps it; torch's Linear keeps the transpose
/// bias     [outputs]
/// y        [n, outputs]
/// </code>
/// torch's Linear would draw initial values from the process-wide generator, which belongs to no run: this layer starts at 0 and is
/// given its values.
/// </remarks>
public sealed class Dense : nn.Module<Tensor, Tensor>
{
    private readonly Parameter kernel;
    private readonly Parameter bias;

    /// <summary>A layer whose kernel and bias are 0.</summary>
    public Dense(string name, long inputs, long outputs)
        : base(name)
    {
        kernel = new Parameter(zeros(inputs, outputs));
        bias = new Parameter(zeros(outputs));
        register_parameter("kernel", kernel);
        register_parameter("bias", bias);
        this.OutliveScope();
    }

    /// <summary>The weights, [inputs, outputs].</summary>
    public Parameter Kernel => kernel;

    /// <summary>The bias, [outputs].</summary>
    public Parameter Bias => bias;

    /// <summary>Computes [n, outputs] from [n, inputs].</summary>
    public override Tensor forward(Tensor input) => addmm(bias, input, kernel, beta: 1, alpha: 1);
}
