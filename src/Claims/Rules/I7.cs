namespace Reproduction.Claims;

internal sealed class I7() : EffectRule(
    "I7", "BN lowers validation loss after 10 epochs from 0.111 to 0.077.", Metric.ValidationLoss, without: 0.111, with: 0.077);
