using Pipeline.Actors.Sharding;
using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Rig.Shards;
using Pipeline.LoadTests.Rig.Traffic;

namespace Pipeline.LoadTests.Scenarios;

/// <summary>A burst of packets over one path of a shard without threads; on the way in, what the peer has sealed before.</summary>
internal sealed class PathScenario(string name, PathLoad load, bool isForged = false) : IScenario
{
    private IMeasured? _work;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public void Prepare() => _work = load.Direction == PathDirection.Outbound
        ? new OutboundWork(new OneShard(load))
        : new InboundWork(new OneShard(load), isForged);

    /// <inheritdoc/>
    public StepResult Step()
    {
        IMeasured work = _work ?? throw new InvalidOperationException("The scenario is not prepared.");
        work.Prepare();
        work.Run();
        return new StepResult(IsOk: true, load.Buffers * load.Size);
    }

    /// <inheritdoc/>
    public void Dispose() => _work?.Dispose();
}
