using Pipeline.Crypto.Transforms;

namespace Pipeline.UnitTests.Support;

/// <summary>Jobs for what was sealed.</summary>
internal static class Jobs
{
    /// <summary>The job that opens what this one sealed.</summary>
    internal static OpenJob ToOpen(SealJob job) => new()
    {
        Key = job.Key,
        Sequence = job.Sequence,
        ExtendedSequence = job.ExtendedSequence,
        Packet = job.Packet,
        IvOffset = job.IvOffset,
        TextOffset = job.TextOffset,
        TextLength = job.TextLength,
        IcvOffset = job.IcvOffset,
        Associated = job.Associated,
        AssociatedOffset = job.AssociatedOffset,
        AssociatedLength = job.AssociatedLength,
    };
}
