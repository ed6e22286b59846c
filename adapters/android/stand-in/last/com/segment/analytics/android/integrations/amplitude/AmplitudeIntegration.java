package com.segment.analytics.android.integrations.amplitude;

import com.amplitude.api.Identify;
import com.segment.analytics.Analytics;
import com.segment.analytics.Traits;
import com.segment.analytics.ValueMap;
import com.segment.analytics.integrations.Integration;
import devicemode.android.StandIn;

/** Stands in for release 3.1.2: groups have properties, and traits may be arrays of texts. */
public final class AmplitudeIntegration extends StandIn {
  public static final Integration.Factory FACTORY = factory(AmplitudeIntegration::new);

  private AmplitudeIntegration(ValueMap settings, Analytics analytics) {
    super(settings, analytics);
  }

  @Override
  protected void joined(String type, String value, Traits traits) {
    Identify properties = new Identify().set("library", "segment");
    if (traits != null && !traits.isEmpty()) properties.set("group_properties", traits.toJsonObject());
    getUnderlyingInstance().groupIdentify(type, value, properties);
  }

  @Override
  protected Class<?> typeToSet(Object value) {
    return value instanceof String[] ? String[].class : super.typeToSet(value);
  }
}
