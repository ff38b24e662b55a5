using static TorchSharp.torch;

namespace Reproduction.Models;

/// <summary>What a module's parameters and buffers need beyond being registered.</summary>
internal static class ModuleState
{
    /// <summary>Takes a module's parameters and buffers out of the dispose scope that it is made in: they live as long as the module.</summary>
    public static void OutliveScope(this nn.Module module)
    {
        foreach (var value in module.parameters().Concat<Tensor>(module.buffers()))
        {
            value.DetachFromDisposeScope();
        }
    }
}
