using Pipeline.Engine.DataPath.Flows;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Wire.Ip;
using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Rig.Shards;

/// <summary>The flow cache alone, asked for flows that it knows.</summary>
internal sealed class FlowCacheWork : IMeasured
{
    private readonly FlowCache _cache;
    private readonly FlowKey[] _flows;
    private int _found;

    /// <param name="flows">Flows in it, each asked for once a turn.</param>
    public FlowCacheWork(int flows)
    {
        _flows = FlowKeys.Random(flows);
        // So large that hardly one flow pushes another out.
        _cache = new FlowCache(64 * flows);
        foreach (FlowKey flow in _flows)
        {
            _cache.Add(flow, FlowHash.InMemory(flow), new FlowDecision(VerdictKind.Block, Verdict.NoRule, Bundle: null));
        }
    }

    /// <inheritdoc/>
    public string Name => "flow cache";

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
            _found += _cache.PlaceOf(flow, FlowHash.InMemory(flow)) >= 0 ? 1 : 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => GC.KeepAlive(_found);
}
