using System;

namespace Sinter;

/// <summary>On a field of a network or module: the parameters in it are used and saved, but no loss changes them (transfer learning).</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class FrozenAttribute : Attribute;
