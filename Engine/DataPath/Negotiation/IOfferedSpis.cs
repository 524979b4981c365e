namespace Pipeline.Engine.DataPath.Negotiation;

/// <summary>The SPIs that we have offered to peers.</summary>
public interface IOfferedSpis
{
    /// <summary>Tells whether we have chosen an SPI for an SA that is there, or may be there soon. Called by a shard's thread; takes no lock.</summary>
    bool IsOffered(uint spi);
}
