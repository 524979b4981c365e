using Pipeline.Engine.Policy;
using Pipeline.Engine.Wire.Ip;
using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Rig.Shards;

/// <summary>Policy asked for the first packet of a flow: <see cref="PolicyIndex.Classify"/>, the matching rule behind all others.</summary>
internal sealed class PolicyWork : IMeasured
{
    private readonly PolicyIndex _index;
    private readonly FlowKey[] _flows = FlowKeys.Random(256);
    private int _permitted;

    /// <param name="filters">Filters that match nothing, in front of the one that does.</param>
    public PolicyWork(int filters)
    {
        _index = new PolicyDatabase(LoadPolicy.Of(filters, [SaPair.NameOf(0)])).Current;
        Name = $"{filters} filters";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int PacketsPerTurn => _flows.Length;

    /// <inheritdoc/>
    public void Prepare()
    {
    }

    /// <inheritdoc/>
    public void Run()
    {
        foreach (ref readonly FlowKey flow in _flows.AsSpan())
        {
            _permitted += (int)_index.Classify(flow).Kind;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Read, so that no compiler may leave the look-ups out.
        GC.KeepAlive(_permitted);
    }
}
