namespace Pipeline.Engine.Policy.Addresses;

/// <summary>Knows what names stand for now: the machine and its DNS, or a test.</summary>
public interface IAddressSource
{
    /// <summary>Looks a name up.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellation">Ends a question that takes too long.</param>
    /// <returns>The answer; never throws for a name that is not known.</returns>
    Task<AddressAnswer> FindAsync(AddressName name, CancellationToken cancellation);
}
