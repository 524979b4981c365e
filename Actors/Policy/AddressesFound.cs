using Pipeline.Engine.Policy.Addresses;

namespace Pipeline.Actors.Policy;

/// <summary>The outcome of an <see cref="AddressLookup"/>.</summary>
/// <param name="Book">What is known now.</param>
/// <param name="Problems">A sentence for each name that has no answer.</param>
public sealed record AddressesFound(AddressBook Book, IReadOnlyList<string> Problems);
