namespace Pipeline.Engine.DataPath;

/// <summary>Hears of an SA whose own code threw: a fault of ours, never of a packet.</summary>
public interface ISaFaultSink
{
    /// <summary>The SA carries nothing any more: it was taken out of the shard's database.</summary>
    /// <param name="sa">An <see cref="Sa.OutboundSa"/> or <see cref="Sa.InboundSa"/>.</param>
    /// <param name="fault">What it threw.</param>
    void Failed(object sa, Exception fault);
}
